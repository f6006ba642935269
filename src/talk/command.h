/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands: what `civiclot NAME` does. One file a command, one table of them in main.c.
 */
#ifndef CIVICLOT_TALK_COMMAND_H
#define CIVICLOT_TALK_COMMAND_H

#include "talk/options.h"
#include "talk/talk.h"

struct lot_command {
    const char *name;
    const char *purpose;  /* one line for `civiclot help` */
    const char *operands; /* as the usage line shows them: "FILE PEOPLE" */
    uint32_t operands_least;
    uint32_t operands_most;
    const lot_option *options; /* ends with one without a name */
    const char *notes;         /* what else the help of this command tells; NULL: nothing */
    lot_status (*run)(const lot_arguments *arguments, lot_talk *talk, lot_error *error);
};

extern const lot_command lot_command_invite;
extern const lot_command lot_command_invite_draw;
extern const lot_command lot_command_invite_check;
extern const lot_command lot_command_select;
extern const lot_command lot_command_plan;
extern const lot_command lot_command_new;
extern const lot_command lot_command_import;
extern const lot_command lot_command_withdraw;
extern const lot_command lot_command_quotas;
extern const lot_command lot_command_watch;
extern const lot_command lot_command_check;
extern const lot_command lot_command_surplus;
extern const lot_command lot_command_compare;
extern const lot_command lot_command_solve;
extern const lot_command lot_command_close;
extern const lot_command lot_command_commit;
extern const lot_command lot_command_draw;
extern const lot_command lot_command_contribute;
extern const lot_command lot_command_reveal;
extern const lot_command lot_command_mark;
extern const lot_command lot_command_replace;
extern const lot_command lot_command_reserves;
extern const lot_command lot_command_report;
extern const lot_command lot_command_tables;
extern const lot_command lot_command_log;
extern const lot_command lot_command_erase;
extern const lot_command lot_command_export;
extern const lot_command lot_command_verify;
extern const lot_command lot_command_receipt;
extern const lot_command lot_command_past;
extern const lot_command lot_command_keygen;
extern const lot_command lot_command_publish_page;
extern const lot_command lot_command_anonymise;

#endif
