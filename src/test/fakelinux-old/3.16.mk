.PHONY: allnoconfig defconfig oldconfig olddefconfig

allnoconfig:
	@sh scripts/conf allno "$(KCONFIG_ALLCONFIG)"

# A default of the architecture's that has the answer to one option only.
defconfig:
	@echo 'CONFIG_SMP=y' > .config
	@sh scripts/conf default

oldconfig:
	@sh scripts/conf ask

olddefconfig:
	@sh scripts/conf default
