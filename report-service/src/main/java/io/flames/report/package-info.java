/** The read model of Flames: what came in on the topics, as figures and pages. README.md tells the flow. */
@org.jspecify.annotations.NullMarked
package io.flames.report;
