"""People are found as if everyone was looked at, whoever changed meanwhile."""

import random

import pytest

from igdesk.domain.query import Term
from igdesk.store.search_people import People

NAMES = ["mara", "marta", "mar", "jonas", "jo", "愛子", "愛", "ana", "anna", "zoe", "lindqvist", "mara.lindqvist"]
NOTES = ["", "café in malmö", "wholesale", "mara's friend", "愛子"]


def row(chance: random.Random, number: int):
    name, username = " ".join(chance.choices(NAMES, k=2)), chance.choice(NAMES) + str(number % 7)
    labels = f'["{chance.choice(["Wholesale", "Late", "Mara"])}"]' if chance.random() < 0.4 else "[]"
    return (number, 1 + number % 2, name, username, chance.randrange(50), 0, 0, 0, chance.choice(NOTES), labels)


def plainly(people: People, terms) -> set[int]:
    def has(person, term) -> bool:
        return any(any(True for _ in term.places(words)) for words in (person.names, person.others))

    return {id_ for id_, person in people.all().items() if all(has(person, term) != term.is_not for term in terms)}


@pytest.mark.parametrize("seed", range(6))
def test_found_equals_looking_at_everyone(seed):
    chance = random.Random(seed)
    stored = {number: row(chance, number) for number in range(60)}

    def rows(sql, parameters):
        if not parameters:
            return list(stored.values())
        return [stored[number] for number in sorted(stored) if f"{number}" in parameters[0].strip("[]").split(", ")]

    people = People(rows)
    for _ in range(30):
        changed = chance.sample(range(70), 6)
        for number in changed:
            if chance.random() < 0.3:
                stored.pop(number, None)
            else:
                stored[number] = row(chance, number)
        people.reread(changed)
        terms = []
        for _ in range(chance.randrange(1, 3)):
            word = chance.choice(NAMES).split(".")
            is_phrase = len(word) > 1 or chance.random() < 0.3
            if not is_phrase:
                word[0] = word[0][: chance.randrange(1, len(word[0]) + 1)]
            terms.append(Term(tuple(word), is_phrase=is_phrase, is_not=bool(terms) and chance.random() < 0.5))
        found = [person.conversation_id for person in people.found(terms)]
        assert set(found) == plainly(people, terms), terms
        assert len(found) == len(set(found))
        assert [person.conversation_id for person in people.found(terms, None, 5)] == found[:5]
        among = set(chance.sample(range(70), 20))
        assert {person.conversation_id for person in people.found(terms, among)} == set(found) & among
