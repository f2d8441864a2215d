/* A toy that stands for include/net/tcp.h. */
#ifndef _TOY_H
#define _TOY_H

#define TOY_RETRIES 5	/* how often the toy tries
				 * before it gives up.
				 */

#define TCP_TIMEWAIT_LEN (60*HZ) /* how long to wait to destroy TIME-WAIT
				  * state, about 60 seconds	*/
#define TCP_FIN_TIMEOUT	TCP_TIMEWAIT_LEN