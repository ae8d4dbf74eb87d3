/**
 * Suite files: a team's workloads, strategies, claims and gate in one YAML file. {@link
 * org.interleave.workbench.suite.SuiteFile} reads one into a {@link org.interleave.workbench.plan.TeamSuite}, or tells every
 * mistake with its line and column. What a file may hold is declared once, and the schema for editors is made of that.
 */
@NullMarked
package org.interleave.workbench.suite;

import org.jspecify.annotations.NullMarked;
