#include <net/tcp.h>

static int tcp_sk_init(struct net *net)
{
	net->ipv4.sysctl_tcp_fin_timeout = TCP_FIN_TIMEOUT;
	return 0;
}
