import pytest

import dying
from perfscore.services.batch.pool import here, processes, spread


def test_in_this_process_everything_comes_in_order():
    assert list(spread(range(5), dying.double, here())) == [(number, 2 * number) for number in range(5)]


def test_a_process_that_dies_costs_its_own_piece_alone():
    done = dict(spread([1, 2, 13, 3, 4, 5, 6, 7, 8], dying.double, processes(2)))
    assert done == {1: 2, 2: 4, 3: 6, 4: 8, 5: 10, 6: 12, 7: 14, 8: 16, 13: None}


def test_what_died_once_is_done_again(tmp_path):
    path = str(tmp_path / "marker")
    assert list(spread([path], dying.once, processes(1))) == [(path, "done")]


def test_an_error_of_the_work_is_an_error():
    with pytest.raises(TypeError):
        list(spread([None], dying.double, here()))


def test_pieces_are_taken_as_they_are_needed():
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            yield number

    flow = spread(pieces(), dying.double, processes(2))
    next(flow)
    assert len(taken) <= 4


def test_singly_one_is_under_way():
    taken = []

    def pieces():
        for number in range(9):
            taken.append(number)
            yield number

    flow = spread(pieces(), dying.double, processes(2), singly=True)
    assert next(flow) == (0, 0)
    assert taken == [0]
    flow.close()
