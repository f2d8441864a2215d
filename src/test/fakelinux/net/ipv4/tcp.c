#include <net/tcp.h>

#ifdef BROKEN
int tcp_close_timeout(void) { return TCP_TIMEWAIT_LEN }
#else
int tcp_close_timeout(void) { return TCP_TIMEWAIT_LEN; }
#endif
