#include <linux/compiler-gcc.h>

int old(void)
{
	int unused = 1;

	return inlined();
}
