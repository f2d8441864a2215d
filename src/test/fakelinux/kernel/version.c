#include "../include/generated/utsrelease.h"

const char *toy_release(void) { return UTS_RELEASE; }
