// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

/** Runs all rounds of the unit test. */
class RecipeFuzzIT extends RecipeFuzzTest {}
