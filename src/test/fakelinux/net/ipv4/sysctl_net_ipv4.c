#include <net/tcp.h>

static int tcp_retr1_max = 255;

static struct ctl_table ipv4_net_table[] = {
	{
		.procname	= "tcp_fin_timeout",
		.data		= &init_net.ipv4.sysctl_tcp_fin_timeout,
	},
	{ }
};
