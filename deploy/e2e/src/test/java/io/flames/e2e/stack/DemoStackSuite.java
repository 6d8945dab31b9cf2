package io.flames.e2e.stack;

import io.flames.e2e.monitoring.MonitoringIT;
import io.flames.e2e.pages.PagesIT;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** One demo for the tests that look at its results. Alerts first: those of the people who label come of what they did. */
@Suite
@SelectClasses({MonitoringIT.class, PagesIT.class, AnnotateCommandIT.class, LabelsIT.class})
class DemoStackSuite {}
