int yylloc;

int other(void)
{
	return yylloc;
}
