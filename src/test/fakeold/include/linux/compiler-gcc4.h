#define COMPILER_IS_KNOWN 1

extern inline int inlined(void)
{
	return COMPILER_IS_KNOWN;
}
