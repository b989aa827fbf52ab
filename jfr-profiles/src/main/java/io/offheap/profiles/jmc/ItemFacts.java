package io.offheap.profiles.jmc;

import io.offheap.profiles.facts.EventNames;
import io.offheap.profiles.facts.FactsBuilder;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;

/** Facts from what Mission Control has parsed. */
public final class ItemFacts {
  /** All rules ask for the facts of one recording; it is read once. */
  private static final Map<IItemCollection, RecordingFacts> CACHE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private ItemFacts() {}

  /** The facts of a recording, or of the part of it that these items are. Thread-safe. */
  public static RecordingFacts of(IItemCollection items) {
    return CACHE.computeIfAbsent(items, ItemFacts::read);
  }

  private static RecordingFacts read(IItemCollection items) {
    FactsBuilder builder = new FactsBuilder();
    ItemView.Frames frames = new ItemView.Frames();
    for (IItemIterable sameType : items) {
      if (!EventNames.all().contains(sameType.getType().getIdentifier())) continue;
      ItemView view = new ItemView(sameType.getType(), frames);
      for (IItem item : sameType) builder.add(view.at(item));
    }
    return builder.build();
  }
}
