package io.flames.ui;

import io.quarkus.arc.Arc;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;

/** Gives every page the reader's locale, so that Qute message bundles speak the same language as the layout. */
@Singleton
public class PageLocale implements TemplateInstance.Initializer {
    @Override
    public void accept(TemplateInstance template) {
        var container = Arc.container();
        if (container != null && container.requestContext().isActive()) {
            template.setLocale(container.instance(Page.class).get().locale());
        }
    }
}
