/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Little: made by the program itself, step by step. */
#include "support/little.h"

const char lot_little_people[] =
    "id,sex,age\na,f,old\nb,f,young\nc,m,old\nd,m,young\ne,f,old\nf,m,old\n";
const char lot_little_quotas[] =
    "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,old,1,1\nage,young,1,1\n";

void lot_little_import(const lot_run_folder *folder, const char *title)
{
    lot_run_write(folder, "people.csv", lot_little_people);
    lot_run_write(folder, "quotas.csv", lot_little_quotas);
    EXPECT(folder, 0, "new", "file", "--title", title, "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
}

void lot_little_close(const lot_run_folder *folder, const char *title)
{
    lot_little_import(folder, title);
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
}
