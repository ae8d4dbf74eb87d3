package org.interleave.eventloop.akka;

import java.util.HashMap;
import java.util.Map;

/**
 * The sending end of an actor's credit-based flow control: what credit it has with each receiver, and how many of its
 * messages there have no place yet. While one has none, credit is not used, so that nothing overtakes it.
 *
 * <p>Used by its actor only.
 */
final class Credits {

    private final Map<Integer, Account> accounts = new HashMap<>();

    private static final class Account {
        private int credit;
        private int unanswered;
    }

    /** Takes back what is left. */
    @FunctionalInterface
    interface Creditor {
        void giveBack(int receiver, int credit);
    }

    /** Uses up credit for one message, or else counts it as asked for; true if there was credit. */
    boolean use(int receiver) {
        Account account = accounts.computeIfAbsent(receiver, unknown -> new Account());
        if (account.credit > 0 && account.unanswered == 0) {
            account.credit--;
            return true;
        }
        account.unanswered++;
        return false;
    }

    /** Takes a receiver's answer; true if now all messages to it have a place. */
    boolean answered(int receiver, int credit) {
        Account account = accounts.computeIfAbsent(receiver, unknown -> new Account());
        account.credit += credit;
        account.unanswered--;
        return account.unanswered == 0;
    }

    /** Gives all credit back. */
    void close(Creditor creditor) {
        accounts.forEach((receiver, account) -> creditor.giveBack(receiver, account.credit));
        accounts.clear();
    }
}
