# SPDX-License-Identifier: Apache-2.0
# Same as loopback.py, for hosts without Python: opens connections to itself over the loopback interface.
#
#   perl loopback.pl WAIT_PORT HOLD_PORT FAMILIES
#
# Requires Perl 5.8 and only the module Socket. Socket lacks IPv6 before 5.14, so this file packs the addresses in the
# format of Linux.
use strict;
use Socket;

my $PATIENCE = 10;
my $AF_INET6 = 10;
my ($wait_port, $hold_port, $families) = @ARGV;
my (%servers, @held);
$| = 1;
$SIG{ALRM} = sub { die "no answer within $PATIENCE s\n" };

sub say_line { print "$_[0]\n" }

sub address {
    my ($family, $port) = @_;
    return $family eq "4"
        ? sockaddr_in($port, inet_aton("127.0.0.1"))
        : pack("S n N a16 L", $AF_INET6, $port, 0, ("\0" x 15) . "\1", 0);
}

sub endpoint {
    my ($family) = @_;
    socket(my $socket, $family eq "4" ? AF_INET : $AF_INET6, SOCK_STREAM, 0) or die "socket: $!\n";
    return $socket;
}

sub listen_on {
    my ($family, $port) = @_;
    my $server = endpoint($family);
    setsockopt($server, SOL_SOCKET, SO_REUSEADDR, pack("i", 1)) or die "SO_REUSEADDR: $!\n";
    bind($server, address($family, $port)) or die "bind to port $port: $!\n";
    listen($server, 5) or die "listen: $!\n";
    $servers{"$family $port"} = $server;
}

sub both_ends {
    my ($family, $port) = @_;
    my $client = endpoint($family);
    connect($client, address($family, $port)) or die "connect: $!\n";
    while (1) {
        my $peer = accept(my $server, $servers{"$family $port"}) or die "accept: $!\n";
        return ($client, $server) if $peer eq getsockname($client);
        close($server);    # Another process uses the port.
    }
}

# The client closes first, so its socket enters TIME_WAIT. Each socket has its own port.
sub wait_one {
    my ($client, $server) = both_ends(@_);
    shutdown($client, 1);
    sysread($server, my $end, 1);
    close($server);
    sysread($client, $end, 1);
    close($client);
}

# The client closes completely, and the server keeps its end open. This leaves an orphaned FIN_WAIT2 socket.
sub hold_one {
    my ($client, $server) = both_ends(@_);
    push @held, $server;
    close($client);
}

# Seconds since boot. Time::HiRes is a separate package on some systems.
sub uptime {
    open(my $file, "<", "/proc/uptime") or die "/proc/uptime: $!\n";
    my ($seconds) = split(" ", <$file>);
    close($file);
    return $seconds;
}

# Constant rate: compensates for delays.
sub load {
    my ($rate, $seconds, $first, $count) = @_;
    my @families = split(//, $families);
    my ($start, $made, $told) = (uptime(), 0, 0);
    while (1) {
        my $age = uptime() - $start;
        last if $age >= $seconds;
        if ($age >= $told + 1) {
            $told = int($age);
            say_line("made $made");
        }
        my $ahead = $made / $rate - $age;
        if ($ahead > 0) {
            my $left = $told + 1 - $age;
            select(undef, undef, undef, $ahead < $left ? $ahead + 0.001 : $left + 0.001);
        } else {
            alarm($PATIENCE);
            wait_one($families[$made % @families], $first + int($made / @families) % $count);
            $made++;
        }
    }
    say_line("done $made");
}

sub obey {
    my ($what, @words) = @_;
    alarm($PATIENCE);
    if ($what eq "wait") {
        wait_one($words[0], $wait_port);
        say_line("ok");
    } elsif ($what eq "hold") {
        hold_one($words[0], $hold_port);
        say_line("ok");
    } elsif ($what eq "load") {
        my ($rate, $seconds, undef, $first, $count) = @words;
        foreach my $family (split(//, $families)) {
            listen_on($family, $_) foreach $first .. $first + $count - 1;
        }
        load($rate, $seconds, $first, $count);
    }
    alarm(0);
}

sub guarded {
    my ($what) = @_;
    return 1 if eval { $what->(); 1 };
    alarm(0);
    my ($why) = split(/\n/, $@);
    say_line("failed $why");
    return 0;
}

guarded(
    sub {
        foreach my $family (split(//, $families)) {
            listen_on($family, $_) foreach $wait_port, $hold_port;
        }
    }
) or exit(1);
say_line("ready");
while (my $line = <STDIN>) {
    guarded(sub { obey(split(" ", $line)) });
}
