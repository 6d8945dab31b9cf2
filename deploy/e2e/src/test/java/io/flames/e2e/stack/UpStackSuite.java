package io.flames.e2e.stack;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** One stack for the tests that bring their own prompts and kill processes. */
@Suite
@SelectClasses({KillIT.class, ThousandPromptsIT.class})
class UpStackSuite {}
