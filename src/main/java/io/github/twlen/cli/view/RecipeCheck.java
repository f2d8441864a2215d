// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.twlen.TerminalText;
import io.github.twlen.recipe.RecipeFailure;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of one recipe file.
 *
 * @param recipe the name of the recipe; absent when the file is not valid
 * @param line the line of the error, from 1; absent when the whole file is unreadable
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeCheck(
    String file,
    boolean valid,
    @Nullable String recipe,
    @Nullable Integer line,
    @Nullable Integer column,
    @Nullable String error,
    @Nullable String fix) {
  private static final Pattern PLACE = Pattern.compile(":(\\d{1,9}):(\\d{1,9}): (.*)");

  /** Returns the check of a valid file. */
  public static RecipeCheck valid(Path file, String recipe) {
    return new RecipeCheck(file.toString(), true, recipe, null, null, null, null);
  }

  /** Returns the check of a file with an error, whose message begins with its place. */
  public static RecipeCheck invalid(Path file, RecipeFailure failure) {
    String prefix = TerminalText.line(file.toString());
    String what = failure.what();
    Matcher place = PLACE.matcher(what.startsWith(prefix) ? what.substring(prefix.length()) : what);
    boolean placed = place.matches();
    return new RecipeCheck(
        file.toString(),
        false,
        null,
        placed ? Integer.valueOf(place.group(1)) : null,
        placed ? Integer.valueOf(place.group(2)) : null,
        placed ? place.group(3) : what,
        failure.remedy());
  }
}
