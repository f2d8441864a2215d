package io.github.twlen.patch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** How a header defines {@code TCP_FIN_TIMEOUT}, the default of {@code tcp_fin_timeout}. */
public sealed interface FinTimeoutLine {
  /** The macro's name. */
  String MACRO = "TCP_FIN_TIMEOUT";

  /**
   * It is defined as {@code TCP_TIMEWAIT_LEN}, as in every mainline kernel since 2.4.
   *
   * @param line counted from 1
   */
  record SameMacro(int line) implements FinTimeoutLine {}

  /**
   * It has a value of its own.
   *
   * @param line counted from 1
   * @param seconds the value
   */
  record OwnValue(int line, int seconds) implements FinTimeoutLine {}

  /**
   * It is defined in a way whose meaning is not certain.
   *
   * @param line counted from 1
   * @param why what is not certain about it
   */
  record Uncertain(int line, String why) implements FinTimeoutLine {}

  /** The header does not define it. */
  record Absent() implements FinTimeoutLine {}

  /**
   * Its value in seconds, where that is certain.
   *
   * @param timewaitSeconds the value of {@code TCP_TIMEWAIT_LEN}
   */
  default OptionalInt seconds(int timewaitSeconds) {
    if (this instanceof SameMacro) {
      return OptionalInt.of(timewaitSeconds);
    }
    return this instanceof OwnValue own ? OptionalInt.of(own.seconds()) : OptionalInt.empty();
  }

  /** Finds it in a header that was scanned. */
  static FinTimeoutLine in(HeaderScan header) {
    List<HeaderScan.Define> defines =
        header.defines(MACRO).stream().filter(d -> d.presence() != Presence.DROPPED).toList();
    if (defines.isEmpty()) {
      return new Absent();
    }
    HeaderScan.Define first = defines.get(0);
    if (defines.size() > 1) {
      return new Uncertain(first.number(), "it is defined " + defines.size() + " times");
    }
    if (first.presence() == Presence.CONDITIONAL) {
      return new Uncertain(first.number(), "it is defined under a condition");
    }
    Pattern undefined = Pattern.compile("#\\s*undef\\s+" + MACRO + "(?![A-Za-z0-9_])");
    if (!header.codeWith(undefined, p -> p != Presence.DROPPED).isEmpty()) {
      return new Uncertain(first.number(), "it is undefined again");
    }
    return read(first);
  }

  private static FinTimeoutLine read(HeaderScan.Define define) {
    if (define.line().continued() || define.hasParameters()) {
      return new Uncertain(define.number(), "its spelling is not one that twlen reads");
    }
    String value = define.value();
    if (value.matches("\\(?\\s*" + TimewaitDefinition.MACRO + "\\s*\\)?")) {
      return new SameMacro(define.number());
    }
    Optional<HzProduct> own = HzProduct.parse(value);
    return own.isPresent()
        ? new OwnValue(define.number(), own.get().seconds())
        : new Uncertain(define.number(), "the meaning of " + value + " is not certain");
  }
}
