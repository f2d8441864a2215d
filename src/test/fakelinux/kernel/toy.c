#include <stdio.h>

const char *toy_release(void);
int tcp_close_timeout(void);
int tcp_fin_timeout(void);

int main(void) {
  printf("%s %d %d\n", toy_release(), tcp_close_timeout(), tcp_fin_timeout());
  return 0;
}
