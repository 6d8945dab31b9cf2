package io.flames.annotation.label;

import io.flames.annotation.guideline.Guidelines;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The guidelines that this build ships, read once. */
class GuidelineVersions {
    @Produces
    @Singleton
    Guidelines guidelines() {
        return Guidelines.load();
    }
}
