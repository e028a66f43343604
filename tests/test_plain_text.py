# SPDX-License-Identifier: GPL-2.0-or-later
"""HTML of strangers becomes words that can do nothing, whatever it was."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.plain_text import LONGEST, plain_line, plain_text, web_address
from tests.pace import little_work

PIECES = st.one_of(
    st.sampled_from(
        [
            *("<p>", "</p>", "<br/>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">"),
            *(
                "<a href='javascript:x()'>",
                "<a href=https://a.uk>",
                "</a>",
                "<li>",
                "<img src=x onerror=y()>",
                "&",
                "&#",
            ),
            *("&lt;", "&amp;lt;", "&#27;", "&#x202e;", "\x1b[31m", "\ud800", "\u202e", "\0", "\n", "word", "'", '"'),
        ]
    ),
    st.text(max_size=12),
)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One &amp; two.</p>\n<p>Three</p>", "One & two.\n\nThree"),
        ("First<br />second<br>third", "First\nsecond\nthird"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("no markup,\ntwo lines", "no markup,\ntwo lines"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("a < b & c > d, 3<4", "a < b & c > d, 3<4"),
        ("<script>harm()</script>seen<style>p{}</style>", "seen"),
        ("<SCRIPT SRC=x>harm()</ScRiPt >seen", "seen"),
        ("<img src=x onerror=harm()>seen<svg onload=harm()><p>in it</svg>", "seen"),
        ("<iframe src='https://a.uk'>old</iframe>seen", "seen"),
        ("<scr<script>ipt>harm()</script>seen", "<scrseen"),
        ("before<!-- <script>harm()</script> -->after<![if x]>end", "beforeafterend"),
        ("<a href='https://a.uk/x?q=1&amp;r=2'>the page</a>.", "the page (https://a.uk/x?q=1&r=2)."),
        ("<a href='https://a.uk'>https://a.uk</a>", "https://a.uk"),
        ("<a href='javascript:harm()'>here</a> <a href='data:text/html,x'>there</a>", "here there"),
        ("<a href='https://a.uk'>never closed", "never closed (https://a.uk)"),
        ("caf&eacute; T&#375; \u202eabc\u202c \x1b]0;x\x07 \ud83d", "café Tŷ abc ]0;x"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\n c"),
    ],
)
def test_words_stay_and_nothing_else(source: str, text: str) -> None:
    assert plain_text(source) == text.replace("\n c", "\nc")


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_that_steers_comes_out(source: str) -> None:
    text = plain_text(source)
    text.encode("utf-8")
    assert all(sign == "\n" or unicodedata.category(sign)[0] != "C" for sign in text)
    assert len(text) <= LONGEST
    line = plain_line(source)
    assert line.isprintable() or all(sign.isspace() or sign.isprintable() for sign in line)
    assert "\n" not in line


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_escaped_text_comes_back_word_for_word(words: str) -> None:
    kept = "".join(sign for sign in words if sign.isspace() or unicodedata.category(sign)[0] != "C")
    assert plain_text(f"<p>{html.escape(words)}</p>").split() == kept.split()


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<",
            "<a ",
            "<!--",
            "</",
            '<a x="',
            "&#",
            "<script>",
            "<![",
            "<?",
            "<a href='",
            "<a x='>",
            "&a",
            "<li>",
            "\n ",
        ),
        "<a " + "x=" * 900 + ">",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    with little_work(3):
        plain_text(piece * (1_000_000 // len(piece)))


def test_a_long_text_is_cut_and_says_so() -> None:
    text = plain_text("<p>" + "word " * 30_000)
    assert len(text) == LONGEST
    assert text.endswith("…")
    assert plain_line("x" * 600) == "x" * 499 + "…"


@pytest.mark.parametrize(
    "address",
    ["http://www.leics.police.uk/", "https://a.uk:8443/b?c=d#e", " https://a.uk/ü ", "HTTPS://A.UK"],
)
def test_addresses_of_the_web_pass(address: str) -> None:
    assert web_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        *("", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.uk", "www.a.uk", "https://"),
        *(
            "https://user@a.uk",
            "https://a.uk\\@b",
            "https://a uk",
            "https://a.uk/\nx",
            "https://a.uk/\u202e",
            "https://[",
        ),
        *("https://a.uk:0", "https://a.uk:99999", "https://a.uk/'onclick='x", "https://a.uk/<b>", "java\0script:x"),
    ],
)
def test_other_addresses_do_not(address: str) -> None:
    assert web_address(address) == ""
