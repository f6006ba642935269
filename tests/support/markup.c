/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markup: a stack of open elements. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/markup.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 64, NAME_MAX = 16 };

typedef struct elements {
    char names[DEPTH_MAX][NAME_MAX];
    int depth;
} elements;

static bool is_void(const char *name)
{
    return strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 || strcmp(name, "!DOCTYPE") == 0;
}

static void check_entity(const char *at)
{
    size_t length = strspn(at + 1, "#abcdefghijklmnopqrstuvwxyz0123456789");
    if (length == 0 || at[1 + length] != ';')
        fail_msg("a bare ampersand: %.40s", at);
}

/* After a name: ` key="value"` any number of times. Returns where the tag ends: '>' or "/>". */
static const char *skip_attributes(const char *at)
{
    while (*at == ' ') {
        at += 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        if (at[0] != '=' || at[1] != '"')
            fail_msg("an attribute without quotes: %.40s", at);
        at += 2;
        for (; *at != '"'; at++) {
            if (*at == '<' || *at == '>' || *at == '\0')
                fail_msg("an attribute without end: %.40s", at);
            if (*at == '&')
                check_entity(at);
        }
        at++;
    }
    return at;
}

static const char *read_name(char name[NAME_MAX], const char *at)
{
    size_t length = strcspn(at, " />");
    if (length == 0 || length >= NAME_MAX)
        fail_msg("no element: %.40s", at);
    memcpy(name, at, length);
    name[length] = '\0';
    return at + length;
}

static const char *close_element(elements *open, const char *at)
{
    char name[NAME_MAX];
    const char *end = read_name(name, at);
    if (open->depth == 0 || strcmp(open->names[open->depth - 1], name) != 0)
        fail_msg("</%s> closes nothing", name);
    open->depth--;
    assert_int_equal(*end, '>');
    return end + 1;
}

static const char *open_element(elements *open, const char *at)
{
    char name[NAME_MAX];
    if (strncmp(at, "!DOCTYPE html>", 14) == 0)
        return at + 14;
    const char *end = skip_attributes(read_name(name, at));
    if (*end == '/') {
        assert_int_equal(end[1], '>');
        return end + 2;
    }
    if (*end != '>')
        fail_msg("a tag without end: %.40s", at);
    if (is_void(name))
        return end + 1;
    if (strcmp(name, "style") == 0) {
        const char *after = strstr(end, "</style>");
        assert_non_null(after);
        return after + strlen("</style>");
    }
    if (open->depth == DEPTH_MAX)
        fail_msg("too deep at <%s>", name);
    strcpy(open->names[open->depth++], name);
    return end + 1;
}

void lot_test_assert_well_formed(const char *html)
{
    elements open = {.depth = 0};
    for (const char *at = html; *at != '\0';) {
        if (at[0] == '<')
            at = at[1] == '/' ? close_element(&open, at + 2) : open_element(&open, at + 1);
        else {
            if (*at == '&')
                check_entity(at);
            else if (*at == '>')
                fail_msg("a bare > near: %.40s", at);
            at++;
        }
    }
    if (open.depth > 0)
        fail_msg("<%s> is never closed", open.names[open.depth - 1]);
}

/* `"#name"` of a place that the page has. */
static void check_link(const char *html, const char *link)
{
    char place[64];
    int length = (int)strcspn(link + 2, "\"");
    if (link[0] != '"' || link[1] != '#')
        fail_msg("a link leads elsewhere: %.40s", link);
    (void)snprintf(place, sizeof place, " id=\"%.*s\"", length, link + 2);
    if (strstr(html, place) == NULL)
        fail_msg("a link leads nowhere: %.40s", link);
}

void lot_test_assert_stands_alone(const char *html)
{
    static const char *const parts[] = {"<script", "<link",  "<img",    "<iframe",
                                        "<object", "src=",   "url(",    "@import",
                                        "http:",   "https:", "onload=", "onclick="};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(html, parts[i]) != NULL)
            fail_msg("the page holds %s", parts[i]);
    for (const char *at = strstr(html, "href="); at != NULL; at = strstr(at + 1, "href="))
        check_link(html, at + strlen("href="));
}

unsigned lot_test_count(const char *whole, const char *part)
{
    unsigned count = 0;
    for (const char *at = strstr(whole, part); at != NULL; at = strstr(at + 1, part))
        count++;
    return count;
}
