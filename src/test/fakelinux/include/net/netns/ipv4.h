/* The settings of a network namespace, of which the toy has one. */
struct netns_ipv4 {
	int sysctl_tcp_fin_timeout;
};
