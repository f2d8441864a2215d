package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.vagrant.GuestTrouble;
import io.github.twlen.process.vagrant.SshDoor;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A machine that runs already and is reached by ssh. The probe travels as an argument of its shell:
 * nothing is written there, and root is not needed.
 *
 * @param door into it
 * @param command how it is reached, to repeat the run
 * @param probe what measures
 * @param limits how long it is waited for
 * @param load how many connections a second to open afterwards; empty for none
 * @param log gets what the probe prints
 * @param progress what is going on
 */
public record SshHost(
    SshDoor door,
    List<String> command,
    ProbeFiles probe,
    GuestLimits limits,
    OptionalInt load,
    Path log,
    Progress progress)
    implements Guest {
  @Override
  public GuestRun call() {
    long start = System.nanoTime();
    List<ConsoleLine> lines = new ArrayList<>();
    List<String> argv =
        List.of("sh", "-c", probe.script(), "probe", "--limit", "" + limits.probeSeconds());
    try (LogFile file = new LogFile(log)) {
      CommandResult result =
          door.run(
              argv,
              "/tmp",
              Map.of(),
              limits.total(),
              line -> {
                lines.add(new ConsoleLine(line, System.nanoTime()));
                file.accept(line);
              });
      if (lines.stream().noneMatch(line -> ProbeTranscript.isOwn(line.text()))) {
        throw new GuestFailure(
            "the probe did not start: " + result.lastWords(), "see " + log, result.errors(), null);
      }
    } catch (GuestTrouble e) {
      throw new GuestFailure(e.what(), e.remedy(), e);
    }
    return new GuestRun(
        ProbeTranscript.parseArrived(lines),
        Acceleration.NONE,
        lines.stream().map(ConsoleLine::text).filter(ProbeTranscript::isOwn).toList(),
        log,
        command,
        Duration.ofNanos(System.nanoTime() - start),
        Optional.empty(),
        Optional.empty());
  }
}
