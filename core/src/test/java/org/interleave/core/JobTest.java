package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTest {

    @Test
    void aTaskIsMadeForEachPlace() {
        List<Integer> places = new ArrayList<>();
        Job<Long> job = Job.repeat(3, place -> {
            places.add(place);
            return turn -> Step.done((long) place);
        });
        assertThat(places).containsExactly(0, 1, 2);
        assertThat(job.tasks()).hasSize(3).doesNotHaveDuplicates();
        assertThat(job.cells()).isZero();
    }

    @Test
    void tasksMayShareCells() {
        Job<Long> job = Job.repeat(2, place -> turn -> Step.done(1L));
        assertThat(job.sharing(5).cells()).isEqualTo(5);
        assertThat(job.sharing(5).tasks()).isEqualTo(job.tasks());
    }
}
