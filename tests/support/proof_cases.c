/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cases, and why their chances are what they are.
 *
 * plain: 4 seats, exactly 1 for the two of a, none for d; so the eight of b and c share 3: 3/8.
 * steps: every quota is exact: 1 seat for two of a, 1 for three of b, 2 for eight of c.
 * chain: exactly one of P and Q, and one of P and R; Q is bad, so is in no panel, so neither is R.
 * pairs: any two of the four s1 .. s4 exclude each other. Halves of each would meet all quotas with
 *        2 seats for them; whole panels seat 1.
 * couples: 3 couples send one each: 3 of 8 seats for these six, 5 for the eight who live alone.
 * threes: 2 households of three send two each: 4 of 9 seats, 5 for the six who live alone.
 */
#include "support/proof.h"

#define PLAIN_PEOPLE                                                                               \
    "id,kind,home\na,a,\na2,a,\nb,b,\nb2,b,\nb3,b,\nc,c,\nc2,c,\nc3,c,\nc4,c,\nc5,c,\nd,d,\n"
#define PLAIN_QUOTAS "feature,value,min,max\nkind,a,1,1\nkind,b,1,2\nkind,c,0,4\nkind,d,0,0\n"
#define PLAIN_ABSENT "absent d\nweight d 1\nupper 0\nleaf 0 1 kind.d:1\n"

/* What the chance 3/8 follows from: b and c have at most 3 seats. */
#define PLAIN_REST "weight b 1\nweight c 1\nupper 3\nleaf 0 1 seats:1 kind.a:-1\n"

/* Two who exclude each other. */
#define PAIR(pair) pair ",off,2,3\n" pair ",on,0,1\n"
const lot_proof_case lot_proof_cases[] = {
    {"leximin", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective leximin\nseats 4\n"
     "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0\nchance d 0/1 -\n" PLAIN_ABSENT
     "round least 1\n" PLAIN_REST "round least 1\nweight a 1\nupper 1\nleaf 0 1 kind.a:1\n"},
    {"maximin", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective maximin\nseats 4\n"
     "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0\nchance d 0/1 -\n" PLAIN_ABSENT
     "round floor 1\n" PLAIN_REST "round greatest 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"},
    {"maximin with a floor", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective maximin\nseats 4\n"
     "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0\nchance d 0/1 -\n" PLAIN_ABSENT
     "round floor 1\n" PLAIN_REST "round greatest 1\nweight a -1\nweight b 1\nweight c 1\n"
     "upper 2\nleaf 0 1 seats:1 kind.a:-2\n"},
    {"minimax", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective minimax\nseats 4\n"
     "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1\nchance d 0/1 -\n" PLAIN_ABSENT
     "round ceiling 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"
     "round least 1\n" PLAIN_REST},
    {"minimax with a ceiling", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective minimax\nseats 4\n"
     "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1\nchance d 0/1 -\n" PLAIN_ABSENT
     "round ceiling 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"
     "round least 1\nweight a -2\nweight b 1\nweight c 1\nupper 1\nleaf 0 1 seats:1 kind.a:-3\n"},
    {"nash", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective nash\nseats 4\n"
     "chance a 1/2 0\nchance b 3/8 0\nchance c 3/8 0\nchance d 0/1 -\n" PLAIN_ABSENT
     "round mean 1\nweight a 6\nweight b 8\nweight c 8\nupper 30\nleaf 0 1 seats:8 kind.a:-2\n"},
    {"goldilocks", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective goldilocks\ngamma 1000000\nseats 4\n"
     "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1\nchance d 0/1 -\n" PLAIN_ABSENT
     "round band 1\nweight a -225\nweight b 64\nweight c 64\nupper -33\n"
     "leaf 0 1 seats:64 kind.a:-289\n"
     "round least 1\nweight a -2\nweight b 1\nweight c 1\nupper 1\nleaf 0 1 seats:1 kind.a:-3\n"},
    {"goldilocks in two", PLAIN_PEOPLE, PLAIN_QUOTAS, 4, 1,
     "objective goldilocks\ngamma 1000000\nseats 4\n"
     "chance a 1/2 1\nchance b 3/8 2\nchance c 3/8 2\nchance d 0/1 -\n" PLAIN_ABSENT
     "round band 64\n" PLAIN_REST "round band 225\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"
     "round least 1\n" PLAIN_REST},
    {"steps",
     "id,kind,home\na,a,\na2,a,\nb,b,\nb2,b,\nb3,b,\nc,c,\nc2,c,\nc3,c,\nc4,c,\nc5,c,\nc6,c,\n"
     "c7,c,\nc8,c,\n",
     "feature,value,min,max\nkind,a,1,1\nkind,b,1,1\nkind,c,2,2\n", 4, 1,
     "objective maximin\nseats 4\nchance a 1/2 1\nchance b 1/3 2\nchance c 1/4 0\n"
     "round floor 1\nweight c 1\nupper 2\nleaf 0 1 kind.c:1\n"
     "round greatest 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"
     "round greatest 1\nweight a -1\nweight b -1\nupper -2\nleaf 0 1 kind.a:-1 kind.b:-1\n"},
    {"chain",
     "id,x,y,z,home\nP,x1,y1,ok,\nP2,x1,y1,ok,\nQ,x1,y2,bad,\nR,x2,y1,ok,\nR2,x2,y1,ok,\n"
     "O,x2,y2,ok,\nO2,x2,y2,ok,\nO3,x2,y2,ok,\nO4,x2,y2,ok,\n",
     "feature,value,min,max\nx,x1,1,1\nx,x2,2,2\ny,y1,1,1\ny,y2,2,2\nz,ok,3,3\nz,bad,0,0\n", 3, 1,
     "objective leximin\nseats 3\n"
     "chance P 1/2 0\nchance O 1/2 0\nchance Q 0/1 -\nchance R 0/1 -\n"
     "absent Q\nweight Q 1\nupper 0\nleaf 0 1 z.bad:1\n"
     "absent R\nweight R 1\nupper 0\nleaf 0 1 x.x1:-1 y.y1:1\n"
     "round least 1\nweight P 1\nweight O 1\nupper 3\nleaf 0 1 seats:1\n"},
    {"pairs",
     "id,12,13,14,23,24,34,home\ns1,on,on,on,off,off,off,\ns2,on,off,off,on,on,off,\n"
     "s3,off,on,off,on,off,on,\ns4,off,off,on,off,on,on,\nf,off,off,off,off,off,off,\n"
     "f2,off,off,off,off,off,off,\nf3,off,off,off,off,off,off,\nf4,off,off,off,off,off,off,\n"
     "f5,off,off,off,off,off,off,\n",
     "feature,value,min,max\n" PAIR("12") PAIR("13") PAIR("14") PAIR("23") PAIR("24") PAIR("34"), 3,
     1,
     "objective leximin\nseats 3\nchance s1 1/4 0\nchance s2 1/4 0\nchance s3 1/4 0\n"
     "chance s4 1/4 0\nchance f 2/5 1\n"
     "round least 1\nweight s4 1\nweight s3 1\nweight s2 1\nweight s1 1\nupper 1\n"
     "node s1 0 2\nleaf 0 2 23.on:1 24.on:1 34.on:1\n"
     "node s2 0 4\nleaf 1 1 12.on:1 13.on:1 14.on:1\nleaf 2 1 12.on:4\n"
     "round least 1\nweight f 1\nweight s4 1\nweight s3 1\nweight s2 1\nweight s1 1\nupper 3\n"
     "leaf 0 1 seats:1\n"},
    {"couples",
     "id,sex,home\nhf,f,1\nhm,m,1\nhf2,f,2\nhm2,m,2\nhf3,f,3\nhm3,m,3\n"
     "sf,f,\nsf2,f,\nsf3,f,\nsf4,f,\nsm,m,\nsm2,m,\nsm3,m,\nsm4,m,\n",
     "feature,value,min,max\nsex,f,4,4\nsex,m,4,4\n", 8, 1,
     "objective leximin\nseats 8\n"
     "chance hf 1/2 0\nchance hm 1/2 0\nchance sf 5/8 1\nchance sm 5/8 1\n"
     "round least 1\nweight hf 1\nweight hm 1\nupper 3\nleaf 0 1\n"
     "round least 1\nweight sf 1\nweight sm 1\nweight hf 1\nweight hm 1\nupper 8\n"
     "leaf 0 1 seats:1\n"},
    {"threes",
     "id,sex,home\nhf,f,1\nhf2,f,1\nhm,m,1\nhf3,f,2\nhf4,f,2\nhm2,m,2\n"
     "sf,f,\nsf2,f,\nsf3,f,\nsm,m,\nsm2,m,\nsm3,m,\n",
     "feature,value,min,max\nsex,f,4,6\nsex,m,3,5\n", 9, 2,
     "objective leximin\nseats 9\n"
     "chance hf 2/3 0\nchance hm 2/3 0\nchance sf 5/6 1\nchance sm 5/6 1\n"
     "round least 1\nweight hf 1\nweight hm 1\nupper 4\nleaf 0 1\n"
     "round least 1\nweight sf 1\nweight sm 1\nweight hf 1\nweight hm 1\nupper 9\n"
     "leaf 0 1 seats:1\n"},
};

const size_t lot_proof_cases_count = sizeof lot_proof_cases / sizeof *lot_proof_cases;
