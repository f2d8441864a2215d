#!/usr/bin/perl
# Prints a header, as a kernel before 3.9 has one made by perl.
my ($hz) = @ARGV;
my @val;
	if (!defined(@val)) {
		@val = ($hz, 1000 / $hz);
	}
print "#define TOY_HZ_TO_MSEC $val[1]\n";
