package org.interleave.benchmarks;

import akka.actor.AbstractActor;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.io.UdpConnected;
import akka.io.UdpConnectedMessage;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/** What {@link EngineTasks} do, as actors written by hand. Each method returns when its actors are done. */
final class BareActors implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HALF = Port.INBOX_CAPACITY / 2;

    /** As those of the strategy: one thread, whose queue is first come, first served. */
    private static final Config SETTINGS =
            ConfigFactory.parseString("""
            akka {
              loglevel = OFF
              loggers = []
              use-slf4j = off
              stdout-loglevel = OFF
              log-dead-letters = off
              daemonic = on
              jvm-shutdown-hooks = off
              actor.default-dispatcher {
                executor = thread-pool-executor
                thread-pool-executor.fixed-pool-size = 1
              }
            }
            """).withFallback(ConfigFactory.defaultReference());

    private final ActorSystem<SpawnProtocol.Command> system =
            ActorSystem.create(SpawnProtocol.create(), "bare", SETTINGS);

    private enum Go {
        ON
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, "", Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    /** An actor tells itself to go on, so many times. */
    void tellItself(int times) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Behavior<Go> chain = Behaviors.setup(context -> {
            int[] left = {times};
            return Behaviors.receiveMessage(go -> {
                if (left[0]-- == 0) {
                    done.countDown();
                    return Behaviors.stopped();
                }
                context.getSelf().tell(go);
                return Behaviors.same();
            });
        });
        spawn(chain).tell(Go.ON);
        done.await();
    }

    /** An actor starts a timer for no time, so many times. */
    void startTimers(int times) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Behavior<Go> chain = Behaviors.withTimers(timers -> {
            int[] left = {times};
            return Behaviors.receiveMessage(go -> {
                if (left[0]-- == 0) {
                    done.countDown();
                    return Behaviors.stopped();
                }
                timers.startSingleTimer(go, Duration.ZERO);
                return Behaviors.same();
            });
        });
        spawn(chain).tell(Go.ON);
        done.await();
    }

    /**
     * Actors start a timer each, all at once, and stop when it is over. Returns before that.
     *
     * @param begun counted down by each when it has started its timer
     * @param over counted down by each
     * @return stops those that still wait
     */
    Runnable wait(int actors, Duration wait, CountDownLatch begun, CountDownLatch over) {
        Behavior<Go> waiting = Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Go.ON, wait);
            begun.countDown();
            return Behaviors.receiveMessage(go -> {
                over.countDown();
                return Behaviors.stopped();
            });
        });
        ActorRef<Go> parent = spawn(Behaviors.setup(context -> {
            for (int i = 0; i < actors; i++) {
                context.spawn(waiting, "waiting-" + i);
            }
            return Behaviors.receiveMessage(go -> Behaviors.stopped());
        }));
        return () -> parent.tell(Go.ON);
    }

    private sealed interface Mail {

        record Letter(Message message, ActorRef<Credit> sender) implements Mail {}
    }

    /** How many more may be sent. */
    private record Credit(int letters) {}

    /** An actor sends letters to another, as many as there is credit. */
    void send(int letters) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ActorRef<Mail> receiver = spawn(receiving(letters, done));
        Message message = Message.of(1);
        Behavior<Credit> sending = Behaviors.setup(context -> {
            int[] left = {letters};
            return Behaviors.receiveMessage(credit -> {
                for (int i = 0; i < credit.letters() && left[0] > 0; i++) {
                    left[0]--;
                    receiver.tell(new Mail.Letter(message, context.getSelf()));
                }
                return left[0] == 0 ? Behaviors.stopped() : Behaviors.same();
            });
        });
        spawn(sending).tell(new Credit(Port.INBOX_CAPACITY));
        done.await();
    }

    private static Behavior<Mail> receiving(int letters, CountDownLatch done) {
        return Behaviors.setup(context -> {
            int[] received = {0};
            return Behaviors.receiveMessage(mail -> switch (mail) {
                case Mail.Letter letter -> {
                    received[0]++;
                    if (received[0] == letters) {
                        done.countDown();
                        yield Behaviors.stopped();
                    }
                    if (received[0] % HALF == 0) {
                        letter.sender().tell(new Credit(HALF));
                    }
                    yield Behaviors.same();
                }
            });
        });
    }

    /** An actor sends a datagram and receives the answer, so many times. */
    void exchange(int times, InetSocketAddress peer) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ActorRef<Go> parent = spawn(Behaviors.setup(context -> {
            Adapter.actorOf(
                    context, akka.actor.Props.create(Exchanging.class, () -> new Exchanging(times, peer, done)));
            return Behaviors.receiveMessage(go -> Behaviors.stopped());
        }));
        done.await();
        parent.tell(Go.ON);
    }

    private static final class Exchanging extends AbstractActor {

        private final ByteString datagram = ByteString.fromArray(new byte[EngineTasks.MESSAGE_BYTES]);
        private final CountDownLatch done;
        private int left;
        private akka.actor.@Nullable ActorRef connection;

        Exchanging(int times, InetSocketAddress peer, CountDownLatch done) {
            left = times;
            this.done = done;
            UdpConnected.get(getContext().getSystem())
                    .getManager()
                    .tell(UdpConnectedMessage.connect(getSelf(), peer), getSelf());
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(UdpConnected.Received.class, received -> next())
                    .match(UdpConnected.Connected.class, connected -> {
                        connection = getSender();
                        next();
                    })
                    .match(UdpConnected.Disconnected.class, closed -> done.countDown())
                    .build();
        }

        private void next() {
            akka.actor.ActorRef open = Objects.requireNonNull(connection);
            open.tell(left-- > 0 ? UdpConnectedMessage.send(datagram) : UdpConnectedMessage.disconnect(), getSelf());
        }
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
