// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Remedy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Surveys copies of sample hosts. */
public abstract class SurveyedHosts {
  @TempDir Path temp;

  public Survey survey(SampleHost host) {
    return survey(host.write(temp.resolve("copy")));
  }

  public Survey survey(Path folder) {
    return SampleHost.survey(folder, temp.resolve("cache"));
  }

  public static Advice of(Survey survey, Remedy remedy) {
    return survey.advice().stream().filter(a -> a.remedy() == remedy).findFirst().orElseThrow();
  }

  public static List<Remedy> needed(Survey survey) {
    return survey.advice().stream().filter(Advice::matters).map(Advice::remedy).toList();
  }
}
