/* A toy that stands for include/net/tcp.h. */
#ifndef _TOY_H
#define _TOY_H

#define TOY_RETRIES 5	/* how often the toy tries
				 * before it gives up.
				 */

#define TCP_TIMEWAIT_LEN (20*HZ) /* how long to wait to destroy TIME-WAIT
				  * state, about 20 seconds	*/
#define TCP_FIN_TIMEOUT	TCP_TIMEWAIT_LEN
                                 /* BSD style FIN_WAIT2 deadlock breaker.
				  * A toy needs no more words.
				  */

#define TOY_DELAY (HZ/5)

#endif	/* _TOY_H */
