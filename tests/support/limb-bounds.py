"""Proves that nothing overflows in csrc/ec_field_public.h and in the formulas of csrc/ec_point_public.c.

The C functions are read and turned into Python, line by line, and run over intervals in place of numbers: an interval
holds every number that a limb can be. Each sum, product and shift must stay within the width that C computes it in.

What an operation on whole elements does to the value follows from what it is: a b / R plus less than p for a product,
sums for the rest. A value bounds the highest limb once those below it are known.

An invariant is taken for granted of the coordinates that go in (`reduced`), and must hold for those that come out.
"""
import re
import sys

SOURCES = [sys.argv[1] + "/ec_field_public.h", sys.argv[1] + "/ec_point_public.c"]
TEXT = "\n".join(open(name).read() for name in SOURCES)
TEXT = re.sub(r"/\*.*?\*/", "", TEXT, flags=re.S)


class Overflow(Exception):
    pass


class Width:
    bits = 64


class Interval:
    def __init__(self, low, high, bits=None):
        bits = bits or Width.bits
        if low < -(1 << bits - 1) or high >= 1 << bits - 1:
            raise Overflow(f"[{low}, {high}] does not fit in {bits} bits")
        self.low, self.high = low, high

    def __add__(self, other):
        other = interval(other)
        return Interval(self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __neg__(self):
        return Interval(-self.high, -self.low)

    def __mul__(self, other):
        other = interval(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    __rmul__ = __mul__

    def __rshift__(self, count):
        return Interval(self.low >> count, self.high >> count)

    def __lshift__(self, count):
        if self.low < 0:
            raise Overflow("a negative number is shifted to the left")
        return Interval(self.low << count, self.high << count)

    def __and__(self, mask):
        if self.low >= 0 and self.high <= mask:
            return self
        return Interval(0, mask)

    def meet(self, low, high):
        return Interval(max(self.low, low), min(self.high, high), 64)


def interval(value):
    return value if isinstance(value, Interval) else Interval(value, value)


# ---------------------------------------------------------------------------------------------- from C to Python


def body_of(name):
    start = re.search(rf"^(?:INLINED|static)[\w \*]*?\b{name}\(([^)]*)\)\n\{{\n(.*?)^\}}", TEXT, flags=re.M | re.S)
    if start is None:
        raise SystemExit(f"no function {name} in {SOURCES}")
    arguments = [re.search(r"(\w+)$", one).group(1) for one in start.group(1).split(",")]
    return arguments, start.group(2)


def expression(text):
    text = text.replace("->", ".").replace("&&", " and ").replace("(int32_t)", "int32 ** ").replace(" / 2", " // 2")
    text = re.sub(r"\bfrom\b", "from_", text)
    text = re.sub(r"\(([^()]*) \? ([^()]*(?:\([^()]*\))?) : ([^()]*)\)", r"((\2) if (\1) else (\3))", text)
    text = re.sub(r"^(.*\S) \? (.*) : (.*)$", r"(\2) if (\1) else (\3)", text)
    return text


def translate(name):
    """The lines of these functions are declarations, loops, branches and assignments, and nothing else."""
    arguments, body = body_of(name)
    lines, depth = [f"def {name}({', '.join(arguments)}):"], 1
    for line in re.sub(r"\n {8,}(?=[|&?:])", " ", body).split("\n"):
        line = line.strip()
        put = lambda text: lines.append("    " * depth + text)
        if line in ("", "UNROLLED"):
            continue
        loop = re.fullmatch(r"for \(int (\w) = (.*); \w < (.*); \w\+\+\) \{", line)
        branch = re.fullmatch(r"if \((.*)\) \{", line)
        declaration = re.fullmatch(r"(?:int|int32_t|int64_t) (.*);", line)
        if loop:
            put(f"for {loop[1]} in range({expression(loop[2])}, {expression(loop[3])}):")
            depth += 1
        elif branch:
            put(f"if {expression(branch[1])}:")
            depth += 1
        elif line == "}":
            depth -= 1
        elif declaration:
            for one in re.split(r", (?![^(]*\))", declaration[1]):
                array = re.fullmatch(r"(\w+)\[.*\]", one)
                if array:
                    put(f"{array[1]} = {{}}")
                else:
                    left, right = one.split(" = ", 1)
                    put(f"{expression(left)} = {expression(right)}")
        elif line.startswith("return "):
            put(f"return {expression(line[7:-1])}")
        elif line.startswith("FOR_EACH_LIMB"):
            inner = re.fullmatch(r"FOR_EACH_LIMB\(f, (.*)\);", line)[1]
            inner = inner.replace("&over", "over")
            put(f"for i in range(f.limbs): {expression(inner)}")
        else:
            assignment = re.fullmatch(r"(\*?[\w\[\] +\->.]+?) (=|\+=|>>=) (.*);", line)
            if not assignment:
                raise SystemExit(f"{name}: what does this mean? {line}")
            put(f"{expression(assignment[1])} {assignment[2]} {expression(assignment[3])}")
    return "\n".join(lines)


class Narrow:
    """A cast to int32_t."""

    def __pow__(self, value):
        value = interval(value)
        return Interval(value.low, value.high, 32)


class Field:
    def __init__(self, name):
        row = re.search(rf"ec_field_{name} = \{{(\d+), (\d+), (\d+), \{{(.*)\}}\}};", TEXT)
        self.limbs, self.bits = int(row[1]), int(row[2])
        terms = re.findall(r"\{?(\d+), (\d+), (-?1)\}?", row[4])
        if len(terms) != int(row[3]):
            raise SystemExit(f"{name}: {row[3]} terms, but {terms}")
        self.term = [type("Term", (), dict(limb=int(a), shift=int(b), sign=int(c))) for a, b, c in terms]
        self.terms = len(terms)
        self.p = sum(t.sign << t.limb * self.bits + t.shift for t in self.term) - 1
        self.r = 1 << self.limbs * self.bits
        self.unit = 1 << (self.limbs - 1) * self.bits


class Element:
    """Intervals of limbs, and of the value, which bounds the highest limb."""

    def __init__(self, field, limbs, low, high):
        self.limbs, self.low, self.high = dict(limbs), low, high
        top = field.limbs - 1
        below = [sum(getattr(self.limbs[i], end) << i * field.bits for i in range(top)) for end in ("low", "high")]
        least, most = -((below[1] - low) // field.unit), (high - below[0]) // field.unit
        self.limbs[top] = interval(self.limbs[top]).meet(least, most)
        Interval(self.limbs[top].low, self.limbs[top].high, 32)


SPACE = {"int32": Narrow(), "limb_mask": lambda f: (1 << f.bits) - 1}
UNKNOWN_TOP = Interval(-(1 << 62), 1 << 62)
SPACE["top_limb"] = lambda column: UNKNOWN_TOP
PRODUCTS = ("reduction_of_column", "multiply_limbs", "square_limbs")
for function in (*PRODUCTS, "combine", "combined_limb", "combine_reduced"):
    code = translate(function)
    if function == "combine_reduced":
        code = code.replace("over = 0", "over = [0]")
    if function == "combined_limb":
        code = code.replace("*over", "over[0]")
    exec(code, SPACE)


def product(field, function, *factors):
    """a b / R + m p / R with 0 <= m < R."""
    Width.bits = 64
    d = {}
    SPACE[function](field, d, *[factor.limbs for factor in factors])
    a, b = factors[0], factors[-1]
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    if function == "square_limbs":
        ends = [0 if a.low <= 0 <= a.high else min(ends), max(a.low * a.low, a.high * a.high)]
    return Element(field, d, min(ends) // field.r, max(ends) // field.r + 1 + field.p)


def linear(field, function, arguments):
    Width.bits = 32
    d = {}
    terms = list(zip(arguments[::2], arguments[1::2]))
    SPACE[function](field, d, *[x.limbs if isinstance(x, Element) else x for x in arguments])
    Width.bits = 4096
    values = [by * Interval(element.low, element.high) if by else interval(0) for by, element in terms]
    value = sum(values, interval(0))
    return Element(field, d, value.low, value.high)


def carried_through(field, element):
    """reduce(): 0 <= value < p. Its additions of p are to limbs that fit."""
    over = interval(0)
    for i in range(field.limbs):
        whole = element.limbs[i] + over
        over = Interval(whole.low, whole.high, 32) >> field.bits
    limbs = {i: Interval(0, (1 << field.bits) - 1) for i in range(field.limbs)}
    return Element(field, limbs, 0, field.p - 1)


# ---------------------------------------------------------------------------------------------- formulas

SLACK = 8
# Values are between -8 p and 8 p, and a difference that may_be_zero() looks at between -16 p and 16 p.
VALUE_LIMIT, DIFFERENCE_LIMIT = 8, 16
# Values are rounded outwards to parts of p, so that the search for what stays as it is comes to an end.
PARTS = 16


def reduced(field, low, high):
    limbs = {i: Interval(-SLACK, (1 << field.bits) + SLACK) for i in range(field.limbs)}
    limbs[field.limbs - 1] = UNKNOWN_TOP
    return Element(field, limbs, low * field.p // PARTS, -(-high * field.p // PARTS))


def has_reduced_limbs(field, element):
    lower = [element.limbs[i] for i in range(field.limbs - 1)]
    return all(-SLACK <= limb.low and limb.high <= (1 << field.bits) + SLACK for limb in lower)


CALL = r"\b(\w+)\((?:f|c|c->field), (.*?)\)(?:\s*$|\)\s*\{)"


def run(field, function, elements):
    """Every line of a formula that is an operation on elements, in its order; the rest are its branches."""
    _, body = body_of(function)
    for line in body.split(";"):
        call = re.search(CALL, line.strip(), flags=re.S)
        if call is None:
            continue
        if call[1] == "may_be_zero":
            difference = elements[call[2]]
            if max(-difference.low, difference.high) > DIFFERENCE_LIMIT * field.p:
                raise SystemExit(f"{function}: may_be_zero() is given more than {DIFFERENCE_LIMIT} p")
        if call[1] == "may_be_zero":
            continue
        if call[1] == "reduce":
            elements[call[2]] = carried_through(field, elements[call[2]])
            continue
        name, arguments = call[1], [one.strip() for one in call[2].split(",")]
        target, rest = arguments[0], [int(x) if re.fullmatch(r"-?\d", x) else elements[x] for x in arguments[1:]]
        try:
            if name in ("multiply_in", "multiply"):
                elements[target] = product(field, "multiply_limbs", *rest)
            elif name in ("square_in", "square"):
                elements[target] = product(field, "square_limbs", *rest)
            elif name in ("combine", "combine_any"):
                elements[target] = linear(field, "combine", rest)
            elif name == "combine_reduced":
                elements[target] = linear(field, "combine_reduced", rest)
            else:
                raise SystemExit(f"{function}: what does {name} do?")
        except Overflow as overflow:
            raise SystemExit(f"{field.limbs} limbs, {function}, {line.strip()}: {overflow}") from None
    return elements


def results_of(field, bounds):
    """The coordinates that come out where those of `bounds` go in. A table has products, or opposites of them."""
    point = {f"p->{one}": reduced(field, *bounds[one]) for one in "xyz"}
    other = {"q->x": reduced(field, *bounds["x"]), "q->y": reduced(field, *bounds["y"])}
    inverse = {"x": point["p->x"], "y": point["p->y"], "inverse_of_z": reduced(field, 0, PARTS)}
    run(field, "b_of_point", dict(other))
    yield from ((one, run(field, "double_in", dict(point))[f"p->{one}"]) for one in "xyz")
    yield from ((one, run(field, "add_in", {**point, **other})[f"p->{one}"]) for one in "xyz")
    yield from ((one, run(field, "to_affine", dict(inverse))[one]) for one in "xy")


def prove(name):
    field = Field(name)
    # What is read, one and tables: 0 to twice p, and the opposite of a y.
    bounds = {"x": (0, 2 * PARTS), "y": (-2 * PARTS, 2 * PARTS), "z": (0, PARTS)}
    while True:
        wider = dict(bounds)
        for one, element in results_of(field, bounds):
            if not has_reduced_limbs(field, element):
                raise SystemExit(f"{name}: limbs of {one} are not reduced")
            low, high = element.low * PARTS // field.p, -(-element.high * PARTS // field.p)
            wider[one] = (min(wider[one][0], low), max(wider[one][1], high))
        if any(max(-low, high) > VALUE_LIMIT * PARTS for low, high in wider.values()):
            raise SystemExit(f"{name}: a value is more than {VALUE_LIMIT} p: {wider} / {PARTS}")
        if wider == bounds:
            break
        bounds = wider
    values = ", ".join(f"{one} from {low / PARTS} p to {high / PARTS} p" for one, (low, high) in bounds.items())
    print(f"{name}: {field.limbs} limbs of {field.bits} bits, nothing overflows; {values}")


for curve in ("p256", "p384", "p521"):
    prove(curve)
