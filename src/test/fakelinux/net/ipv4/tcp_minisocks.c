#include <net/tcp.h>

int tcp_fin_timeout(void) { return TCP_FIN_TIMEOUT; }
