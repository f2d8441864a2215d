# What an old kernel has trouble with on new tools; laid over the toy of fakelinux. Each part fails with the real tools of
# today and works with its remedy.
OLDCC = gcc -D__KERNEL__ -Iinclude -O2 -Wall -Werror

bzImage: kernel/old scripts/host kernel/timeconst.h arch/x86/boot/compressed/misc.o tools/note tools/objtool/objtool

# gcc: position-independent by default, a header for each compiler, warnings that are new
kernel/old-one.o kernel/old-two.o: %.o: %.c include/linux/compiler-gcc.h
	@echo "  CC      $@"
	@$(OLDCC) -mcmodel=kernel -MMD -c -o $@ $<

# make: what a file includes, as kbuild has it: what is newer has the file compiled again
-include kernel/old-one.d kernel/old-two.d

# gcc: SSE in what unpacks the kernel
arch/x86/boot/compressed/misc.o: arch/x86/boot/compressed/misc.c
	@echo "  CC      $@"
	@$(OLDCC) -c -o $@ $<
	@! objdump -d $@ | grep -q xmm || { echo "$@: error: SSE before it is on"; rm $@; exit 1; }

# gcc: inline functions are defined in each file; ld: segments of 4 KiB
kernel/old: kernel/old-one.o kernel/old-two.o
	@echo "  LD      $@"
	@ld -e old -o $@ $^
	@readelf -lW $@ | grep -q 'LOAD .* 0x200000$$' || { echo "$@: error: segments of 4 KiB"; rm $@; exit 1; }

# gcc: a variable without a value in two files
scripts/host: scripts/host-one.c scripts/host-two.c
	@echo "  HOSTCC  $@"
	@gcc -o $@ $^

# perl: defined(@array)
kernel/timeconst.h: kernel/timeconst.pl
	@echo "  TIMEC   $@"
	@perl $< 250 > $@ || { rm $@; exit 1; }

# make: a number sign in a function; what is written is read by the next make
include tools/build/Build.include
tools/note:
	@echo "  TOOL    $@"
	@$(dep-cmd)
	@echo all: >> $(dot-target).cmd
	@$(MAKE) -s -f $(dot-target).cmd all
	@touch $@

# make: a number sign in a question to the compiler
tools/objtool/objtool:
	@echo "  TOOL    $@"
	@$(MAKE) -s -C tools/objtool

.PHONY: clean
clean:
	@rm -f $(OBJECTS) kernel/*.[do] arch/x86/boot/compressed/*.o kernel/old scripts/host kernel/timeconst.h tools/note tools/.note.cmd tools/objtool/objtool vmlinux
