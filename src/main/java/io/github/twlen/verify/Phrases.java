// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.Locale;

/** Parts of the messages of the checks. */
final class Phrases {
  private Phrases() {}

  /** Returns a range of seconds to a hundredth. */
  static Message span(Span span) {
    return Message.of(
        Check.class, "span", "least", fixed(2, span.least()), "most", fixed(2, span.most()));
  }

  /** Returns the lifetimes of sockets to a hundredth of a second. */
  static Message lifetimes(MeasuredKernel.Lifetime lifetime) {
    Object[] values = {
      "median", fixed(2, lifetime.medianSeconds()),
      "shortest", fixed(2, lifetime.minSeconds()),
      "longest", fixed(2, lifetime.maxSeconds())
    };
    return Message.of(Check.class, "lifetimes", values);
  }

  /** Returns the mechanism that ends TIME_WAIT sockets, with HZ. */
  static Message basis(ExpiryModel model) {
    String mechanism =
        model.release().atLeast(4, 8) ? "wheel" : model.release().atLeast(4, 1) ? "exact" : "slots";
    Message timers = Message.of(Check.class, "model." + mechanism);
    return model.hz().isPresent()
        ? Message.of(Check.class, "model.hz", "timers", timers, "hz", "" + model.hz().getAsInt())
        : Message.of(Check.class, "model.noHz", "timers", timers);
  }

  /** Returns how a socket passes FIN_WAIT2. */
  static Message course(FinWaitModel model) {
    TimewaitLength timeout = new TimewaitLength(model.finTimeout());
    if (!model.fullFirst()) {
      return Message.of(Check.class, "model.finWait.small", "timeout", timeout);
    }
    TimewaitLength each = new TimewaitLength(model.finTimeout() - model.length().seconds());
    Object[] values = {"timeout", timeout, "length", model.length(), "each", each};
    return Message.of(Check.class, "model.finWait.full", values);
  }

  /** Returns a number with fixed decimals. */
  static String fixed(int decimals, double number) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
