// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildTree;
import io.github.twlen.process.RunContext;
import io.github.twlen.workspace.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The remedies and tools of the last build, beside the tree. */
record RemedyStamp(BuildTree tree, RunContext context) {
  /** Runs {@code make clean} if the object files were compiled with other remedies or tools. */
  void cleanIfOther(String remedies, Make make) {
    Path stamp = tree.root().resolve("remedies");
    byte[] wanted = remedies.getBytes(StandardCharsets.UTF_8);
    byte[] before = Files.exists(stamp) ? BuildTree.read(stamp) : new byte[0];
    if (Arrays.equals(before, wanted)) {
      return;
    }
    if (Files.exists(tree.config())) {
      if (before.length > 0) { // Otherwise the user built this tree elsewhere.
        context.say("  remedies or tools changed: recompiling all files");
      }
      make.run("clean");
    }
    AtomicFile.write(stamp, wanted);
  }
}
