package io.github.twlen.cli;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.recipe.RecipeBook;

/** Which template makes which patch. */
final class Templates {
  private Templates() {}

  static PatchTemplate of(RecipeBook book, FinTimeout finTimeout) {
    String name =
        switch (finTimeout) {
          case FOLLOW -> "patches/tcp-timewait-len.patch.in";
          case KEEP -> "patches/tcp-timewait-len-keep-fin-timeout.patch.in";
        };
    return PatchTemplate.parse(name, book.bytes(name));
  }
}
