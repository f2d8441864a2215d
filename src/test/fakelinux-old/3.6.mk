.PHONY: allnoconfig defconfig oldconfig oldnoconfig

allnoconfig:
	@sh scripts/conf allno "$(KCONFIG_ALLCONFIG)"

# A default of the architecture's that has the answer to one option only.
defconfig:
	@echo 'CONFIG_SMP=y' > .config
	@sh scripts/conf default

oldconfig:
	@sh scripts/conf ask

# Says n to all that is new, whatever its default.
oldnoconfig:
	@sh scripts/conf no

# 2.6.32 does not tell its release before it was built.
RELEASE_CHECK = test -e include/generated/utsrelease.h || { echo "*** kernelrelease not valid - run 'make prepare'" >&2; exit 1; }
