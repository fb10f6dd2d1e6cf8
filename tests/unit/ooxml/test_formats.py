"""What is shown for a number. Expected texts are those of spreadsheet programs."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.ooxml.dates import to_python, to_serial
from perfscore.ooxml.formatcode import parse_code
from perfscore.ooxml.formats import compile_format, show_general


def naive(*parts):
    return datetime(*parts)  # noqa: DTZ001 - spreadsheets know no zones


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0.00%", "0.94", "94.00%"),
        ("0%", "0.005", "1%"),
        ("0%", "0.285", "29%"),
        ("0.0%", "-0.0125", "-1.3%"),
        ("0", "2.5", "3"),
        ("0", "-2.5", "-3"),
        ("0.00", "1.005", "1.01"),
        ("0.00", "0.28499999999999998", "0.29"),
        ("0.00", "99.995", "100.00"),
        ("#,##0.00", "1234567.895", "1,234,567.90"),
        ("#,##0", "-1234.5", "-1,235"),
        ("#,##0.0#", "3", "3.0"),
        ("#.##", "5", "5."),
        ("00000", "123", "00123"),
        (".00", "12.5", "12.50"),
        ("000-0000", "1234567", "123-4567"),
        ('0.00"万元"', "452.1733873242646", "452.17万元"),
        ('0.0"分"', "9.4", "9.4分"),
        ('"约"0', "-3", "-约3"),
        ('0 "天"', "30", "30 天"),
        ("0\\.0000", "123456", "12.3456"),
        ('0!.0,"万元"', "12345", "1.2万元"),
        ("#,##0,", "1234567", "1,235"),
        ("0.0,,", "12345678", "12.3"),
        ("#,##0.00_);(#,##0.00)", "-1234.5", "(1,234.50)"),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", "1234.5", "1,234.50"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1234.5", "-1,234.50"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "-"),
        ("0;;", "-3", ""),
        ('0;-0;"零"', "0", "零"),
        ('[>=100]0.0;[<0]"负"0.00;0.000', "120", "120.0"),
        ('[>=100]0.0;[<0]"负"0.00;0.000', "-5", "负5.00"),
        ('[>=100]0.0;[<0]"负"0.00;0.000', "50", "50.000"),
        ('[=1]"是";[=0]"否";0', "1", "是"),
        ('[=1]"是";[=0]"否";0', "0", "否"),
        ("[$¥-804]#,##0.00", "5", "¥5.00"),
        ("[颜色3][DBNum1]0.0", "5", "5.0"),
        ("0.00E+00", "12345", "1.23E+04"),
        ("0.00E-00", "0.00012345", "1.23E-04"),
        ("0.00E+00", "9.999", "1.00E+01"),
        ("##0.0E+0", "12345", "12.3E+3"),
        ("# ?/?", "1.5", "1 1/2"),
        ("# ??/??", "0.333333333333", "1/3"),
        ("# ?/8", "2.5", "2 4/8"),
        ("?/?", "1.5", "3/2"),
        ("# ?/?", "0.0001", "0"),
        ("# ?/?", "0.999", "1"),
        ("@", "5", "5"),
        ('General"分"', "9.50", "9.5分"),
        ("G/通用格式", "0.5", "0.5"),
        ("", "0.5", "0.5"),
    ],
)
def test_numbers(code, number, shown):
    assert compile_format(code).show(Decimal(number)) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("10.50", "10.5"),
        ("0.30000000000000004", "0.3"),
        ("429.9898331862717", "429.9898332"),
        ("-1234567.891234567", "-1234567.891"),
        ("12345678901", "12345678901"),
        ("123456789012", "1.23457E+11"),
        ("99999999999.9", "1E+11"),
        ("0.333333333333", "0.333333333"),
        ("0.00012345678901", "0.000123457"),
        ("0.00001", "0.00001"),
        ("0.0000123456", "1.23456E-05"),
        ("1E+300", "1E+300"),
        ("1E+2", "100"),
    ],
)
def test_general(number, shown):
    assert show_general(Decimal(number)) == shown


@pytest.mark.parametrize(
    ("code", "serial", "shown"),
    [
        ('yyyy"年"m"月"d"日"', "45000", "2023年3月15日"),
        ("yyyy/m/d h:mm", "45000.5", "2023/3/15 12:00"),
        ("yy-mm-dd", "45000.99999", "23-03-15"),
        ("h:mm:ss", "0.999999", "0:00:00"),
        ("h:mm AM/PM", "0.75", "6:00 PM"),
        ('上午/下午h"时"mm"分"', "0.25", "上午6时00分"),
        ("mm:ss.0", "0.0123456", "17:46.7"),
        ("[h]:mm", "1.5", "36:00"),
        ("[mm]:ss", "0.5", "720:00"),
        ("d-mmm-yy", "45000", "15-Mar-23"),
        ("mmmm yyyy", "45000", "March 2023"),
        ("[$-804]mmmm", "45000", "三月"),
        ("aaaa", "45000", "星期三"),
        ("dddd", "45000", "Wednesday"),
        ("yyyy-mm-dd", "0", "1900-01-00"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("yyyy-mm-dd", "60", "1900-02-29"),
        ("yyyy-mm-dd", "61", "1900-03-01"),
        ("yyyy-mm-dd", "2958465", "9999-12-31"),
        ("yyyy-mm-dd", "2958466", "2958466"),
        ("yyyy-mm-dd", "-1", "-1"),
    ],
)
def test_dates(code, serial, shown):
    assert compile_format(code).show(Decimal(serial)) == shown


def test_dates_of_1904_are_four_years_on():
    assert compile_format("yyyy-mm-dd").show(Decimal(0), date1904=True) == "1904-01-01"
    assert compile_format("yyyy-mm-dd").show(Decimal(43538), date1904=True) == "2023-03-15"


@pytest.mark.parametrize(
    ("code", "serial", "value"),
    [
        ("yyyy-mm-dd", "45000", date(2023, 3, 15)),
        ("yyyy-mm-dd", "45000.25", naive(2023, 3, 15, 6)),
        ("h:mm", "0.25", time(6)),
        ("h:mm", "1.25", None),
        ("[h]:mm", "0.25", None),
        ("yyyy-mm-dd", "60", None),
        ("yyyy-mm-dd", "0.5", None),
        ("yyyy-mm-dd", "-3", None),
    ],
)
def test_values_of_dates(code, serial, value):
    assert to_python(Decimal(serial), parse_code(code)[0]) == value


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0.00", "优"),
        ('@"元"', "优元"),
        ('0;0;0;"评"@', "评优"),
        ("0;0;0;", ""),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "优"),
        ("@", "优"),
    ],
)
def test_texts(code, shown):
    assert compile_format(code).show_text("优") == shown


@pytest.mark.parametrize("code", ['0.00"万', "[Red0.0", "0;0;0;0;0", "RMB 0.00", "0" * 500, "0." + "0" * 500])
def test_codes_that_are_not_understood_show_as_general(code):
    assert compile_format(code).show(Decimal("1234.5")) == "1234.5"


@pytest.mark.property
@given(st.text(alphabet='0#?.,%E+-/;"[]@ymdhs万元\\_* >=1', max_size=20), st.decimals(-(10**12), 10**12, places=6))
def test_no_code_fails(code, number):
    assert isinstance(compile_format(code).show(number), str)
    assert isinstance(compile_format(code).show_text("优"), str)


@pytest.mark.property
@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 6))
def test_decimals_are_kept_within_half_a_unit(number, digits):
    code = "0." + "0" * digits if digits else "0"
    assert abs(Decimal(compile_format(code).show(number)) - number) * 2 <= Decimal(1).scaleb(-digits)


@pytest.mark.property
@given(st.decimals(-(10**9), 10**9, places=4))
def test_general_loses_nothing_that_fits(number):
    if len(format(abs(number).normalize(), "f")) <= 11:
        assert Decimal(show_general(number)) == number


@pytest.mark.property
@given(st.datetimes(naive(1900, 3, 1), naive(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0)))
def test_dates_survive_the_way_there_and_back(moment):
    value = to_python(to_serial(moment), parse_code("yyyy-mm-dd")[0])
    assert (value if isinstance(value, datetime) else datetime.combine(value, time())) == moment


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("day", [date(1904, 1, 2), date(2023, 3, 15)])
def test_serials_of_both_systems(day, date1904):
    assert to_python(to_serial(day, date1904=date1904), parse_code("yyyy")[0], date1904=date1904) == day
