#include <linux/compiler-gcc.h>

int other(void)
{
	return inlined();
}
