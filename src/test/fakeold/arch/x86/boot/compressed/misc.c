void clear(long *pair)
{
	pair[0] = 0;
	pair[1] = 0;
}
