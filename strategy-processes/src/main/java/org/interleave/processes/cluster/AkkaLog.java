package org.interleave.processes.cluster;

import akka.actor.AbstractActor;
import akka.actor.setup.Setup;
import akka.event.Logging;

/** The log of Akka's errors: a line each, without stack traces, into the limited log that the actor system was given. */
public final class AkkaLog extends AbstractActor {

    /** Made by Akka. */
    public AkkaLog() {}

    /** Part of the setup of an actor system: its log. */
    static final class Target extends Setup {

        private final LogLimiter log;

        Target(LogLimiter log) {
            this.log = log;
        }
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        Logging.InitializeLogger.class,
                        start -> getSender().tell(Logging.loggerInitialized(), getSelf()))
                .match(Logging.Error.class, this::write)
                .build();
    }

    private void write(Logging.Error error) {
        Throwable cause = error.cause();
        boolean none = cause == null || cause == Logging.noCause();
        String what = "Akka: " + error.message() + (none ? "" : ": " + cause);
        getContext()
                .getSystem()
                .settings()
                .setup()
                .get(Target.class)
                .ifPresent(
                        target -> target.log.accept("Akka " + error.logClass().getName(), what));
    }
}
