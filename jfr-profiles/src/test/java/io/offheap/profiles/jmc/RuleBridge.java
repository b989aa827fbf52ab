package io.offheap.profiles.jmc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.internal.IRuleProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Stands for the part of the Mission Control application that is not in Maven Central: it asks each
 * bundle that extends the rules for its services.
 */
public final class RuleBridge implements IRuleProvider {
  @Override
  public Collection<IRule> getRules() {
    List<IRule> rules = new ArrayList<>();
    String point = "org.openjdk.jmc.flightrecorder.rules.ruleProvider";
    for (IConfigurationElement element :
        Platform.getExtensionRegistry().getConfigurationElementsFor(point)) {
      Bundle bundle = Platform.getBundle(element.getContributor().getName());
      ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
      ServiceLoader.load(IRule.class, loader).forEach(rules::add);
    }
    return rules;
  }
}
