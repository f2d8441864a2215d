// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.Message;

/**
 * The newest kernel of a vendor.
 *
 * @param version such as {@code 5.14.0-427.el9}
 * @param place where it is offered, such as {@code dnf of web1}
 * @param packageName the package or the file there
 * @param rules by which its versions are compared
 * @param recent whether the place was asked now, or its index is recent
 */
record VendorNewest(
    String version, Message place, String packageName, VersionRules rules, boolean recent) {}
