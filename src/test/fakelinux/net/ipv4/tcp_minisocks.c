#include <net/tcp.h>

int tcp_fin_timeout(void) { return TCP_FIN_TIMEOUT; }

/* A timer that lasts as long as it is told. */
static struct net init_net;

#define twsk_net(tw) (&init_net)
#define sock_net(sk) (&init_net)

static int inet_twsk_reschedule(void *tw, int timeo)
{
	return tw ? timeo : 0;
}

int tcp_timewait_state_process(void *tw, int fin, int reset)
{
	if (fin)
		inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN);
	if (!reset)
		inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN);
	else
		inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN);
	return 0;
}

int tcp_time_wait(struct sock *sk, int state, int timeo)
{
	if (state)
		timeo = TCP_TIMEWAIT_LEN;
	return timeo;
}
