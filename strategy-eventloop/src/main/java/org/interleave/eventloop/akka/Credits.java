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

    private Account latest = Account.NOBODYS;

    private static final class Account {

        private static final Account NOBODYS = new Account(-1);

        private final int receiver;
        private int credit;
        private int unanswered;

        Account(int receiver) {
            this.receiver = receiver;
        }
    }

    /** Takes back what is left. */
    @FunctionalInterface
    interface Creditor {
        void giveBack(int receiver, int credit);
    }

    /** Uses up credit for one message, if there is some. */
    boolean use(int receiver) {
        Account account = account(receiver);
        if (account.credit == 0 || account.unanswered > 0) {
            return false;
        }
        account.credit--;
        return true;
    }

    /** Counts a message that is asked a place for. */
    void ask(int receiver) {
        account(receiver).unanswered++;
    }

    /** Takes a receiver's answer. */
    void answered(int receiver, int credit) {
        Account account = account(receiver);
        account.credit += credit;
        account.unanswered--;
    }

    /** Whether a message to a receiver has no place yet. */
    boolean unanswered(int receiver) {
        return account(receiver).unanswered > 0;
    }

    private Account account(int receiver) {
        if (receiver != latest.receiver) {
            latest = accounts.computeIfAbsent(receiver, Account::new);
        }
        return latest;
    }

    /** Gives all credit back. */
    void close(Creditor creditor) {
        accounts.forEach((receiver, account) -> creditor.giveBack(receiver, account.credit));
        accounts.clear();
        latest = Account.NOBODYS;
    }
}
