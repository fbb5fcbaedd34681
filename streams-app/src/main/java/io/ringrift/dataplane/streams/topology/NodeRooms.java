package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.schedule.Load;
import io.ringrift.dataplane.streams.schedule.NodeRoom;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import io.ringrift.dataplane.streams.schedule.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What nodes give and get, and who waits for room there, of the tasks that run in this process.
 *
 * <p>The ledger is spread by item, a node's limit is not: so the tasks of a process share it. Of
 * several processes each has the part of a limit that its number of tasks is of all tasks, rounded
 * up, and at least one transfer (ADR 0046). Thread safe.
 */
public final class NodeRooms {

  private static final class OfTask {
    private final Map<Place, Load> loads = new HashMap<>();
    private final Map<Place, List<Waiting>> lines = new HashMap<>();
    private Set<Priority> closed = Set.of();

    /** Those first in line that may go once they have room. */
    private Stream<Waiting> heads(Place place) {
      return lines.getOrDefault(place, List.of()).stream()
          .filter(waiting -> !closed.contains(waiting.priority()));
    }
  }

  private final Map<Object, OfTask> tasks = new HashMap<>();

  /** How often room was given to one in line; only the turns hang on it, so it starts at 0 anew. */
  private final Map<Place, Long> given = new HashMap<>();

  synchronized void join(Object task) {
    tasks.put(task, new OfTask());
  }

  /** The task runs elsewhere from now on. */
  synchronized void remove(Object task) {
    tasks.remove(task);
  }

  synchronized void load(Object task, Place place, Load load) {
    put(tasks.get(task).loads, place, load, load.equals(Load.NONE));
  }

  /** Tells who of the task's operations is first in line, by priority. */
  synchronized void line(Object task, Place place, List<Waiting> heads) {
    put(tasks.get(task).lines, place, List.copyOf(heads), heads.isEmpty());
  }

  private static <V> void put(Map<Place, V> map, Place place, V value, boolean none) {
    if (none) {
      map.remove(place);
    } else {
      map.put(place, value);
    }
  }

  /**
   * Who has the next room there, if it is one of the task.
   *
   * @param closed priorities of the task of which no more may go to the workers now, whatever room
   *     there is: they are passed over, by all tasks, until the task says otherwise. Else the one
   *     whose turn it is would hold up what is more urgent
   * @return empty: nobody waits, or it is the turn of another task
   */
  synchronized Optional<Waiting> next(Object task, Place place, Set<Priority> closed) {
    OfTask own = tasks.get(task);
    own.closed = Set.copyOf(closed);
    return Waiting.next(heads(place), given.getOrDefault(place, 0L))
        .filter(next -> own.heads(place).anyMatch(next::equals));
  }

  /** Runs what looks at room and takes it, so that no other task takes it in between. */
  synchronized boolean alone(BooleanSupplier action) {
    return action.getAsBoolean();
  }

  /** One in line had its turn. */
  synchronized void gave(Place place) {
    given.merge(place, 1L, Long::sum);
  }

  /**
   * Room for what comes new: none where others wait.
   *
   * @param nodes the task's node table
   */
  NodeRoom forNew(SchedulePolicy policy, NodeTable nodes) {
    NodeRoom room = forNext(policy, nodes);
    return (place, size) -> room.full(place, size).or(() -> othersWait(place));
  }

  /** Room for the one whose turn it is. */
  NodeRoom forNext(SchedulePolicy policy, NodeTable nodes) {
    return (place, size) -> full(place, size, policy, nodes);
  }

  private synchronized Optional<String> full(
      Place place, long size, SchedulePolicy policy, NodeTable nodes) {
    int here = Math.min(tasks.size(), policy.tasks());
    return policy
        .nodes()
        .full(place, nodes.node(place.nodeId()), load(place), size, here, policy.tasks());
  }

  private synchronized Optional<String> othersWait(Place place) {
    return heads(place).isEmpty()
        ? Optional.empty()
        : Optional.of("others wait for room at " + place.nodeId());
  }

  /** What operations of this process's tasks take up there now. */
  public synchronized Load load(Place place) {
    return tasks.values().stream()
        .map(task -> task.loads.getOrDefault(place, Load.NONE))
        .reduce(Load.NONE, Load::plus);
  }

  private List<Waiting> heads(Place place) {
    return tasks.values().stream().flatMap(task -> task.heads(place)).toList();
  }
}
