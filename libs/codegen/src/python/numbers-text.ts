/** `avro_numbers.py`, the same beside all models: decimals. */
export const NUMBERS_TEXT = String.raw`"""Decimals as Avro's bytes."""

from __future__ import annotations

from decimal import Decimal

MAX_SCALE = 10_000
"""Of a big decimal as it is read: its digits are written out."""


def max_digits(size: int) -> int:
    """How many decimal digits any number has that fixed bytes of this size hold."""
    return len(str((1 << (8 * size - 1)) - 1)) - 1 if size > 0 else 0


def bytes_of_decimal(value: Decimal, precision: int, scale: int, size: int) -> bytes:
    """Big-endian two's complement, of "size" bytes, or as few as it takes where that is 0."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("neither NaN nor infinity is an Avro decimal")
    shift = exponent + scale
    number: int = int("".join(map(str, digits)))
    if shift > precision and number != 0:
        raise ValueError(f"has more than {precision} digits at scale {scale}")
    power: int = 10 ** min(abs(shift), max(precision, len(digits) + 1))
    if shift >= 0:
        number *= power
    else:
        number, lost = divmod(number, power)
        if lost:
            raise ValueError(f"has more than {scale} decimal places")
    if number >= 10**precision:
        raise ValueError(f"has more than {precision} digits at scale {scale}")
    if sign:
        number = -number
    return number.to_bytes(size or _length(number), "big", signed=True)


def decimal_of_bytes(wire: object, scale: int) -> Decimal:
    data = wire[1] if isinstance(wire, tuple) else wire
    return _decimal(int.from_bytes(data, "big", signed=True), scale)  # type: ignore[arg-type]


def bytes_of_big_decimal(value: Decimal) -> bytes:
    """The unscaled number as Avro bytes, then the scale as an Avro int."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("neither NaN nor infinity is an Avro decimal")
    number = int("".join(map(str, digits))) * (-1 if sign else 1)
    data = number.to_bytes(_length(number), "big", signed=True)
    return _zigzag(len(data)) + data + _zigzag(-exponent)


def decimal_of_big_bytes(wire: bytes) -> Decimal:
    length, start = _read_zigzag(wire, 0)
    scale, end = _read_zigzag(wire, start + length)
    if length < 0 or end != len(wire) or abs(scale) > MAX_SCALE:
        raise ValueError("no big-decimal")
    return _decimal(int.from_bytes(wire[start : start + length], "big", signed=True), scale)


def _decimal(number: int, scale: int) -> Decimal:
    return Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -scale))


def _length(number: int) -> int:
    return ((number if number >= 0 else ~number).bit_length() + 8) // 8


def _zigzag(number: int) -> bytes:
    rest = (number << 1) ^ (number >> 63)
    data = bytearray()
    while rest > 0x7F:
        data.append((rest & 0x7F) | 0x80)
        rest >>= 7
    data.append(rest)
    return bytes(data)


def _read_zigzag(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for count in range(10):
        if not 0 <= at + count < len(data):
            break
        number |= (data[at + count] & 0x7F) << (7 * count)
        if data[at + count] < 0x80:
            return (number >> 1) ^ -(number & 1), at + count + 1
    raise ValueError("no big-decimal")
`;
