/* A toy in the shape of the real header: what matters is the one definition and its neighbours. */
#ifndef _TCP_H
#define _TCP_H

#define HZ 250
#define TCP_PAWS_WINDOW	1

#define TCP_TIMEWAIT_LEN (60*HZ) /* how long to wait to destroy TIME-WAIT
				  * state, about 60 seconds	*/
#define TCP_FIN_TIMEOUT	TCP_TIMEWAIT_LEN
                                 /* what FIN_WAIT2 starts from in this toy */

#define READ_ONCE(x) (x)

#include <net/netns/ipv4.h>

struct sock;

struct net {
	struct netns_ipv4 ipv4;
};

static inline int tcp_fin_time(const struct sock *sk)
{
	return TCP_FIN_TIMEOUT;
}

#endif
